"""Times cuDNN, through PyTorch, on the rows of a bench report, beside this library's times in it.

python3 test/bench/cudnn.py REPORT.json [OUT.json]

Float32 runs with TF32 off, as WebGPU has no TF32; cuDNN picks its quickest algorithm (benchmark mode). Tensors are
resident and nothing is read back; batches last at least 10 ms between two CUDA events.
"""

import json
import math
import re
import statistics
import sys

import torch
import torch.nn.functional as F

DEFAULTS = {"pt": 0, "pb": 0, "pl": 0, "pr": 0, "sh": 1, "sw": 1, "dh": 1, "dw": 1, "g": 1}
BATCH_MS = 10
SAMPLES = 11


def problem_of(key):
    """Sizes by the letters of a problem's key, such as n1ic64ih56iw56oc64kh3kw3pt1pb1pl1pr1."""
    return DEFAULTS | {name: int(value) for name, value in re.findall(r"([a-z]+)(\d+)", key.split("-")[0])}


def time_ms(run, count):
    start, stop = (torch.cuda.Event(enable_timing=True) for _ in range(2))
    start.record()
    for _ in range(count):
        run()
    stop.record()
    stop.synchronize()
    return start.elapsed_time(stop)


def median_ms(key, dtype):
    p = problem_of(key)
    make = lambda *shape: torch.randn(*shape, device="cuda", dtype=dtype)
    x = F.pad(make(p["n"], p["ic"], p["ih"], p["iw"]), (p["pl"], p["pr"], p["pt"], p["pb"]))
    symmetric = p["pt"] == p["pb"] and p["pl"] == p["pr"]
    if symmetric:
        x = make(p["n"], p["ic"], p["ih"], p["iw"])
    padding = (p["pt"], p["pl"]) if symmetric else 0
    weight = make(p["oc"], p["ic"] // p["g"], p["kh"], p["kw"])
    bias = make(p["oc"])
    run = lambda: F.conv2d(x, weight, bias, (p["sh"], p["sw"]), padding, (p["dh"], p["dw"]), p["g"])
    time_ms(run, 3)
    count = max(1, math.ceil(BATCH_MS / max(time_ms(run, 10) / 10, 1e-3)))
    return statistics.median(time_ms(run, count) / count for _ in range(SAMPLES))


def main():
    report = json.load(open(sys.argv[1]))
    torch.backends.cudnn.benchmark = True
    torch.backends.cudnn.allow_tf32 = False
    torch.backends.cuda.matmul.allow_tf32 = False
    dtype = torch.float16 if report["dtype"] == "float16" else torch.float32
    cases = []
    for case in report["cases"]:
        if case["suite"] != "layers":
            continue
        cudnn_ms = median_ms(case["key"], dtype)
        ours_ms = case["ours"].get("medianMs")
        ratio = ours_ms / cudnn_ms if ours_ms else None
        cases.append({"key": case["key"], "name": case["name"], "cudnnMs": cudnn_ms, "oursMs": ours_ms, "ratio": ratio})
        print(f"{case['name']:32} cuDNN {cudnn_ms:8.4f} ms  ours {ours_ms or math.nan:8.4f} ms  {ratio or math.nan:6.2f}×")
    ratios = [case["ratio"] for case in cases if case["ratio"]]
    mean = math.exp(statistics.fmean(map(math.log, ratios))) if ratios else None
    print(f"{torch.cuda.get_device_name()}, {report['dtype']}: {mean or math.nan:.2f}× cuDNN's time on geometric mean")
    if len(sys.argv) > 2:
        versions = {"torch": torch.__version__, "cudnn": torch.backends.cudnn.version()}
        result = {"gpu": torch.cuda.get_device_name(), **versions, "dtype": report["dtype"], "cases": cases}
        json.dump({**result, "geomeanToCudnn": mean}, open(sys.argv[2], "w"), indent=2)


main()
