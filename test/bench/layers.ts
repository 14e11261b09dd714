import { flopsOf, outputShapeOf } from '../../src/problem/problem.ts';
import { type Conv2dCase, problemOf } from '../case.ts';
import { tensorsOf } from '../data.ts';
import { createChecker } from './check.ts';
import { type Contestant, isOwn } from './contestant.ts';
import { enterOurselves } from './ours.ts';
import type { Contest } from './race.ts';
import { titleOf } from './rows.ts';

/** A convolution of a row's tensors by this library and its peers. */
export function layerContest(row: Conv2dCase, device: GPUDevice, peers: readonly Contestant[]): Contest {
  const problem = problemOf(row);
  const tensors = tensorsOf(row);
  const check = createChecker(row, tensors);
  const elements = [tensors.input, tensors.filter, tensors.bias, { shape: outputShapeOf(problem) }].map(
    (each) => (each ? each.shape.reduce((product, size) => product * size, 1) : 0),
  );
  return {
    key: problem.key,
    name: titleOf(row),
    flops: flopsOf(problem),
    bytes: elements.reduce((sum, count) => sum + count, 0) * (problem.dtype === 'float16' ? 2 : 4),
    ours: () => enterOurselves(device, row, tensors),
    peers: Object.fromEntries(peers.map((peer) => [peer.name, () => peer.enter(row, tensors)])),
    check: (output, entry) => check(output, isOwn(entry) ? entry.choice.algorithm : 'direct'),
  };
}
