#!/usr/bin/env bash
# The proof on a GPU in two halves: 'publish' where the .NET SDK is, 'measure' where the GPU is. README.md beside this says more.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
program=NativeGan.Benchmarks
most_bytes=$((60 * 1024 * 1024))

usage() {
  cat >&2 <<EOF
usage: run.sh publish [RID] [FOLDER]     one self-contained folder and FOLDER.tar.xz of it; RID is linux-x64 unless given, FOLDER artifacts/gpu-RID
       run.sh measure OUTDIR [OPTIONS]   checks, then measures, within nine minutes; OPTIONS are those of '$program gpu'
EOF
  exit 2
}

publish() {
  local rid=${1:-linux-x64} root folder archive packed tracked
  root=$(cd "$here/../.." && pwd)
  [ -f "$root/NativeGan.sln" ] || { echo "run.sh publish: '$root' holds no NativeGan.sln; run it from Benchmarks/Gpu of a checkout." >&2; exit 2; }
  folder=${2:-$root/artifacts/gpu-$rid}
  # Never trimmed, because ILGPU finds kernels and formulas by reflection. Compressed by xz alone, which packs it tighter.
  dotnet publish "$root/Benchmarks/NativeGan.Benchmarks.csproj" -c Release -r "$rid" --self-contained --nologo -v quiet \
    -p:PublishSingleFile=true -p:EnableCompressionInSingleFile=false -p:PublishTrimmed=false -p:DebugType=none \
    -p:AppendRuntimeIdentifierToOutputPath=true -p:WithoutPictures=true -o "$folder"
  # BenchmarkDotNet's disassembler, and documentation: not needed to measure.
  rm -rf "$folder"/*.xml "$folder"/*.pdb "$folder"/*.runtimeconfig.json "$folder"/libcapstone.* "$folder"/amd64 "$folder"/arm64 "$folder"/x86
  cp "$here/run.sh" "$here/README.md" "$folder/"
  archive=$folder.tar.xz
  tar -C "$(dirname "$folder")" -cJf "$archive" "$(basename "$folder")"
  packed=$(stat -c %s "$archive")
  tracked=$(cd "$root" && git ls-files -z | xargs -0 stat -c %s | awk '{ sum += $1 } END { print sum }')
  [ $((packed + tracked)) -le "$most_bytes" ] || {
    echo "run.sh publish: '$archive' has $packed bytes and the tracked files have $tracked, together at most $most_bytes are expected." >&2
    exit 1
  }
  echo "published: $archive, $((packed / 1024 / 1024)) MiB; with the tracked files $(((packed + tracked) / 1024 / 1024)) MiB."
  echo "Unpack it on the machine with the GPU and run there: ./run.sh measure results"
}

measure() {
  [ $# -ge 1 ] || usage
  local out=$1 python=${PYTHON:-python3} status=0 guard=() usual=()
  shift
  [ -x "$here/$program" ] || { echo "run.sh measure: there is no '$here/$program'; run.sh publish makes it." >&2; exit 2; }
  mkdir -p "$out"
  [[ " $* " == *" --minutes "* ]] || usual+=(--minutes 8)
  [[ " $* " == *" --peer "* ]] || ! command -v "$python" >/dev/null 2>&1 || usual+=(--peer "$python")
  # The driver keeps compiled kernels on disk: without this, 'cold' would mean that ILGPU is cold and the driver is not.
  export CUDA_CACHE_DISABLE=${CUDA_CACHE_DISABLE:-1}
  # The program shares eight minutes among its stages, checks first, and writes its report after each; the guard is for a driver
  # that does not come back.
  command -v timeout >/dev/null 2>&1 && guard=(timeout --kill-after=5 535)
  ${guard[@]+"${guard[@]}"} "$here/$program" gpu ${usual[@]+"${usual[@]}"} --out "$out" "$@" >"$out/console.md" || status=$?
  case $status in
    0) echo "all checks passed. Results: $out" ;;
    124 | 137) echo "stopped after nine minutes; what was finished is in $out" >&2 ;;
    2) echo "an option is wrong, nothing was measured" >&2 ;;
    *) echo "ended with $status: see the FAIL and FAILED lines above; what was finished is in $out" >&2 ;;
  esac
  return $status
}

[ $# -ge 1 ] || usage
command=$1
shift
case $command in
  publish) publish "$@" ;;
  measure) measure "$@" ;;
  *) usage ;;
esac
