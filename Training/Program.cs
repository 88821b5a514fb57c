using NativeGan.Training.Commands;

return CommandLine.Run(args);
