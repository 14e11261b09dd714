#!/usr/bin/env bash
# All that is to be measured on a Linux machine with a GPU: correctness on Dawn, then ceilings and the bench in
# float32 and float16, then cuDNN on the same rows where there is PyTorch, then the peers where there is a browser.
# Needs Node, the installed packages (or a registry to install them from) and libvulkan1. Results go to
# test/bench/results/ (GPU_HOST_RESULTS names another folder); arguments go to every bench, such as --quick.
set -uo pipefail
cd "$(dirname "$0")/.."
results=${GPU_HOST_RESULTS:-test/bench/results}
mkdir -p "$results"
failed=0

if [ -z "${VK_DRIVER_FILES:-}" ]; then
  for file in /usr/share/vulkan/icd.d /etc/vulkan/icd.d /usr/local/nvidia/share/vulkan/icd.d; do
    if [ -e "$file/nvidia_icd.json" ]; then export VK_DRIVER_FILES="$file/nvidia_icd.json"; fi
  done
fi

node .tools/install.mjs peers || exit 1
# a test that fails is reported at the end: the bench times nothing that is wrong
npx vitest run --project node test/gpu/conv2d.test.ts test/gpu/tuner.test.ts || failed=1
for dtype in float32 float16; do
  report="$results/gpu-$dtype.json"
  npm run --silent bench -- --host node --suite layers --dtype "$dtype" --json "$report" "$@" || failed=1
  if ! python3 -c 'import torch; assert torch.cuda.is_available()' 2>/dev/null; then
    echo 'no PyTorch with CUDA here: cuDNN is not timed'
  elif [ -e "$report" ]; then
    python3 test/bench/cudnn.py "$report" "$results/cudnn-$dtype.json" || failed=1
  fi
done
if node -e "import('./.tools/chrome.mjs').then(async ({ findChrome }) => process.exit((await findChrome()) ? 0 : 1))"; then
  npm run --silent bench -- --suite layers --json "$results/gpu-chrome.json" "$@" || failed=1
else
  echo 'no browser here: the peers are not timed'
fi
exit $failed
