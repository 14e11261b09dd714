import { describe, expect, test } from 'vitest';
import { InvalidArgumentError } from '../../src/errors.ts';
import { BufferPool } from '../../src/graph/buffer_pool.ts';
import { fuseNodes } from '../../src/graph/fuse.ts';
import { joinNodes } from '../../src/graph/join.ts';
import type { Value } from '../../src/graph/value.ts';
import { GraphBuilder, summarizeNodes } from '../../src/nn/index.ts';
import { caller } from '../../src/wgsl/bindings.ts';
import { DEFAULT_LIMITS } from '../limits.ts';

const capabilities = {
  limits: DEFAULT_LIMITS,
  hasF16: false,
  hasSubgroups: false,
  isSoftware: false,
  vendor: '',
  architecture: '',
};

const zeros = (...shape: number[]) => [new Float32Array(shape.reduce((a, b) => a * b, 1)), shape] as const;

function residualBlock() {
  const graph = new GraphBuilder();
  const input = graph.input('input', [1, 4, 8, 8]);
  const first = graph.conv2d(input, graph.constant(...zeros(4, 4, 3, 3), 'first'), { padding: 1 });
  const [mean, bias] = [zeros(4), zeros(4)].map((stored) => graph.constant(...stored));
  const variance = graph.constant(new Float32Array(4).fill(1), [4]);
  const normal = graph.batchNormalization(first, { mean, variance, bias });
  const active = graph.activation(normal, 'relu');
  const second = graph.conv2d(active, graph.constant(...zeros(4, 4, 3, 3), 'second'), { padding: 1 });
  const biased = graph.binary('add', second, graph.constant(...zeros(4, 1, 1)));
  const output = graph.activation(graph.binary('add', input, biased), 'relu');
  return { graph, input, active, output };
}

/** Blocks of convolution, normalization, residual and activation, each on the one before. */
function residualChain(blocks: number) {
  const graph = new GraphBuilder();
  let output = graph.input('input', [1, 4, 8, 8]);
  for (let block = 0; block < blocks; block++) {
    const conv = graph.conv2d(output, graph.constant(...zeros(4, 4, 3, 3)), { padding: 1 });
    const mean = graph.constant(...zeros(4));
    const variance = graph.constant(new Float32Array(4).fill(1), [4]);
    const normal = graph.batchNormalization(conv, { mean, variance });
    output = graph.activation(graph.binary('add', normal, output), 'relu');
  }
  return { graph, output };
}

describe('fusion', () => {
  test('makes a residual block two convolutions', () => {
    const { graph, output } = residualBlock();
    const fused = fuseNodes(graph.nodes, new Set([output]));
    expect(fused.map(({ kind, inputs }) => [kind, Object.keys(inputs)])).toEqual([
      ['conv2d', ['input', 'filter', 'bias']],
      ['conv2d', ['input', 'filter', 'bias', 'residual']],
    ]);
    expect(fused.map(({ init }) => (init as { activation?: string }).activation)).toEqual(['relu', 'relu']);
    expect(Object.values(fused[1].outputs)).toEqual([output]);
  });

  test('leaves a value that is wanted or read twice', () => {
    const { graph, active, output } = residualBlock();
    const wanted = graph.nodes[0].outputs.output;
    expect(fuseNodes(graph.nodes, new Set([wanted, output])).map(({ kind }) => kind)).toContain(
      'batchNormalization',
    );
    const twice = new GraphBuilder();
    const input = twice.input('input', [1, 1, 4, 4]);
    const conv = twice.conv2d(input, twice.constant(...zeros(1, 1, 1, 1)));
    const sum = twice.binary('add', conv, twice.activation(conv, 'relu'));
    expect(fuseNodes(twice.nodes, new Set([sum])).map(({ kind }) => kind)).toEqual([
      'conv2d',
      'activation',
      'binary',
    ]);
    expect(active.shape).toEqual([1, 4, 8, 8]);
  });

  test('follows a chain of operators to its end', () => {
    const { graph, output } = residualChain(3);
    const fused = fuseNodes(graph.nodes, new Set([output]));
    expect(fused.map(({ kind, inputs }) => [kind, inputs.residual?.name])).toEqual([
      ['conv2d', 'input'],
      ['conv2d', 'activation'],
      ['conv2d', 'activation_2'],
    ]);
  });

  test('looks at each node a fixed number of times, however long the graph', () => {
    const looks = (blocks: number) => {
      const { graph, output } = residualChain(blocks);
      let count = 0;
      const watched = graph.nodes.map((node) => ({
        ...node,
        get inputs() {
          count++;
          return node.inputs;
        },
      }));
      fuseNodes(watched, new Set([output]));
      return count;
    };
    expect(looks(40)).toBe(4 * looks(10));
  });
});

test('fusion does not move an operator past an update of what it reads', () => {
  const graph = new GraphBuilder();
  const input = graph.input('input', [1, 1, 4, 4]);
  const filter = graph.variable(...zeros(1, 1, 1, 1));
  const conv = graph.conv2d(input, filter);
  const state = { parameter: filter, velocity: graph.variable(...zeros(1, 1, 1, 1)) };
  const settings = graph.variable([1, 0], [2]);
  graph.addNode(
    'sgd',
    { shape: [1, 1, 1, 1] },
    { gradient: graph.constant(...zeros(1, 1, 1, 1)), settings, ...state },
  );
  const output = graph.activation(conv, 'relu');
  const kinds = () => fuseNodes(graph.nodes, new Set([output])).map(({ kind }) => kind);
  expect(kinds()).toEqual(['conv2d', 'sgd', 'activation']);
});

test('a constant is not updated in place', () => {
  const graph = new GraphBuilder();
  const [parameter, gradient] = [graph.constant(...zeros(4)), graph.constant(...zeros(4))];
  const settings = graph.variable([1, 0], [2]);
  const velocity = graph.variable(...zeros(4));
  const add = () => graph.addNode('sgd', { shape: [4] }, { gradient, settings, parameter, velocity });
  expect(add).toThrow(/^parameter: got 'a constant', needs a variable$/);
  expect(graph.nodes).toEqual([]);
});

describe('one plan of a whole graph', () => {
  const graph = new GraphBuilder();
  const input = graph.input('input', [1, 1, 16, 16]);
  let value: Value = input;
  for (let i = 0; i < 6; i++) value = graph.maxPool2d(value, { windowDimensions: 3, padding: 1 });
  const external = new Map([
    [input, caller('input')],
    [value, caller('output')],
  ]);
  const plan = joinNodes(graph.nodes, external, capabilities);

  test('shares buffers as soon as their last reader has run', () => {
    expect(plan.intermediates).toEqual({ sharedBytes: 2 * 1024, separateBytes: 5 * 1024 });
  });

  test('never writes where the same dispatch reads', () => {
    for (const { bindings } of plan.steps) {
      const written = bindings
        .filter(({ access }) => access === 'write')
        .map(({ from, buffer }) => `${from} ${buffer}`);
      const read = bindings
        .filter(({ access }) => access === 'read')
        .map(({ from, buffer }) => `${from} ${buffer}`);
      expect(read.filter((buffer) => written.includes(buffer))).toEqual([]);
    }
  });
});

describe('buffer pool', () => {
  test('prefers the smallest that is large enough, else grows the largest', () => {
    const pool = new BufferPool();
    const [small, large] = [pool.take(8), pool.take(64)];
    pool.give(small, 'a');
    pool.give(large, 'b');
    expect(pool.take(16)).toBe(large);
    expect(pool.take(128)).toBe(small);
    expect(pool.sizes).toEqual({ sharedBytes: 64 + 128, separateBytes: 8 + 64 + 16 + 128 });
  });

  test('lends a buffer with a texture only to who wants the same, and counts both', () => {
    const pool = new BufferPool();
    const texture = { width: 16, height: 2 };
    const [plain, sampled] = [pool.take(512), pool.take(512, texture)];
    pool.give(plain, 'a');
    pool.give(sampled, 'b');
    expect(pool.take(256, { width: 16, height: 1 })).not.toBe(sampled);
    expect(pool.take(512, texture)).toBe(sampled);
    expect(pool.take(512)).toBe(plain);
    expect(pool.buffers[sampled]).toEqual({ sizeBytes: 512, texture, lifetime: 'scratch' });
    expect(pool.sizes.sharedBytes).toBe(512 + 2 * 512 + 2 * 256);
  });

  test('refuses what is not out', () => {
    const pool = new BufferPool();
    pool.give(pool.take(8), 'a');
    expect(() => pool.give('shared0', 'a')).toThrow(/given back twice/);
  });
});

test('summary: parameters, multiply-adds and receptive fields', () => {
  const graph = new GraphBuilder();
  const input = graph.input('input', [1, 1, 28, 28]);
  const conv = graph.conv2d(input, graph.variable(...zeros(6, 1, 5, 5)), {
    bias: graph.variable(...zeros(6)),
  });
  const pool = graph.maxPool2d(conv, { windowDimensions: 2, strides: 2 });
  const last = graph.conv2d(pool, graph.variable(...zeros(16, 6, 5, 5)));
  graph.linear(graph.flatten(last), graph.variable(...zeros(10, 1024)));
  const lines = summarizeNodes(graph.nodes);
  expect(lines.map(({ outputShape }) => outputShape)).toEqual([
    [1, 6, 24, 24],
    [1, 6, 12, 12],
    [1, 16, 8, 8],
    [1, 10],
  ]);
  expect(lines.map(({ parameterCount }) => parameterCount)).toEqual([156, 0, 2400, 10240]);
  expect(lines.map(({ multiplyAddCount }) => multiplyAddCount)).toEqual([
    24 * 24 * 6 * 25,
    0,
    8 * 8 * 16 * 150,
    10240,
  ]);
  expect(lines.map(({ receptiveField }) => receptiveField.size)).toEqual([
    [5, 5],
    [6, 6],
    [14, 14],
    [28, 28],
  ]);
});

test('every value of a graph has a name of its own, given ones included', () => {
  const graph = new GraphBuilder();
  const names = ['a', 'a_2', 'a', 'a', 'a_2', 'toString', '__proto__', '__proto__'];
  const values = names.map((name) => graph.constant([1], [1], name).name);
  expect(values).toEqual(['a', 'a_2', 'a_3', 'a_4', 'a_2_2', 'toString', '__proto__', '__proto___2']);
});

test('a graph says what does not fit where it is written down', () => {
  const graph = new GraphBuilder();
  const input = graph.input('input', [1, 3, 8, 8]);
  expect(() => graph.reshape(input, [5, 5])).toThrow(/192 elements/);
  expect(() => graph.concat([], 0)).toThrow(InvalidArgumentError);
  expect(() => graph.add('constructor' as 'softmax', {}, { input })).toThrow(/kind: got 'constructor'/);
  expect(() => graph.constant([1, 2], [3])).toThrow(/3 for \[3\]/);
  expect(() => graph.binary('multiply' as 'mul', input, input)).toThrow(
    /^combination: got 'multiply'.*'mul'/,
  );
  expect(() => graph.conv2d(input, graph.constant(...zeros(4, 2, 3, 3)))).toThrow(/filterShape/);
});
