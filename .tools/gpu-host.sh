#!/usr/bin/env bash
# All that is to be measured on a Linux machine with a GPU: correctness on Dawn, then ceilings and the bench in
# float32 and float16, then cuDNN on the same rows where there is PyTorch. Needs Node, the installed packages (or a
# registry to install them from) and libvulkan1; no browser. Results go to test/bench/results/.
set -euo pipefail
cd "$(dirname "$0")/.."
results=test/bench/results
mkdir -p "$results"

if [ -z "${VK_DRIVER_FILES:-}" ]; then
  for file in /usr/share/vulkan/icd.d /etc/vulkan/icd.d /usr/local/nvidia/share/vulkan/icd.d; do
    if [ -e "$file/nvidia_icd.json" ]; then export VK_DRIVER_FILES="$file/nvidia_icd.json"; fi
  done
fi

node .tools/install.mjs peers
npx vitest run --project node test/gpu/conv2d.test.ts test/gpu/tuner.test.ts
for dtype in float32 float16; do
  npm run --silent bench -- --host node --suite layers --dtype "$dtype" --json "$results/gpu-$dtype.json"
  if python3 -c 'import torch; assert torch.cuda.is_available()' 2>/dev/null; then
    python3 test/bench/cudnn.py "$results/gpu-$dtype.json" "$results/cudnn-$dtype.json"
  else
    echo 'no PyTorch with CUDA here: cuDNN is not timed'
  fi
done
