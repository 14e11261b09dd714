import { describe, expect, test } from 'vitest';
import { InvalidArgumentError, UnsupportedError } from '../../src/errors.ts';
import { type GraphOptions, graphOf } from '../../src/graph/from_description.ts';
import { rootOf } from '../../src/graph/value.ts';
import type { ModelDescription, ModelNode } from '../../src/readers/description.ts';
import { readTfjsGraphModel, readTfjsLayersModel } from '../../src/readers/index.ts';
import { readOnnx } from '../../src/readers/onnx.ts';
import { graphFile, graphNode, shapeAttribute } from './nn-readers-graph-file.ts';
import { floats, onnxFile } from './nn-readers-onnx-file.ts';

type Sizes = (number | null)[];

/** A description of one node from `x` to `y`. */
function describing(shape: Sizes, node: Omit<ModelNode, 'name' | 'output' | 'inputs'>): ModelDescription {
  const nodes = [{ name: 'one', output: 'y', inputs: { input: 'x' }, ...node } as ModelNode];
  return { inputs: [{ name: 'x', shape }], weights: [], nodes, outputs: [{ name: 'y', value: 'y' }] };
}

const shapeIn = (description: ModelDescription, options?: GraphOptions) =>
  graphOf(description, options).outputs.y.shape;

describe('graphOf resolves what depends on shapes', () => {
  const cases: [ModelNode['kind'], object, number[], number[]][] = [
    ['reshape', { shape: [0, -1, 5] }, [3, 4, 5], [3, 4, 5]],
    ['reshape', { shape: [] }, [1, 1], [1]],
    ['flatten', {}, [2, 3, 4], [2, 12]],
    ['flatten', { axis: -1 }, [2, 3, 4], [6, 4]],
    ['flatten', { axis: 3 }, [2, 3, 4], [24, 1]],
    ['squeeze', {}, [1, 3, 1], [3]],
    ['squeeze', { axes: [-1] }, [1, 3, 1], [1, 3]],
    ['unsqueeze', { axes: [-1, 0] }, [2, 3], [1, 2, 3, 1]],
    ['softmax', { axis: -2 }, [2, 3, 4], [2, 3, 4]],
    ['softmax', { axis: 1, throughLast: true }, [2, 3, 4], [2, 3, 4]],
    ['reduce', { reduction: 'sum', axes: [-1, 0] }, [2, 3, 4], [3]],
    ['reduce', { reduction: 'mean', axes: [-1], keepDimensions: true }, [2, 3], [2, 1]],
    ['resize2d', { scales: [2, 1.5] }, [1, 2, 4, 6], [1, 2, 8, 9]],
    ['instanceNormalization', {}, [2, 3, 5], [2, 3, 5]],
    ['pad', { before: [0, 1], after: [2, 0] }, [3, 4], [5, 5]],
  ];
  test.each(cases)('%s %j of [%s]: [%s]', (kind, init, shape, expected) => {
    expect(shapeIn(describing(shape, { kind, init } as ModelNode))).toEqual(expected);
  });

  const wrong: [ModelNode['kind'], object, number[], RegExp][] = [
    ['reshape', { shape: [-1, 5] }, [3, 4], /shape\[0\]: got 2\.4/],
    ['reshape', { shape: [-1, -1] }, [3, 4], /shape: got \[12, 12\]/],
    ['reshape', { shape: [3, 4, 0] }, [3, 4], /shape\[2\]: got undefined/],
    ['flatten', { axis: 3 }, [3, 4], /axis: got 3, needs a whole number from -2 to 1/],
    ['squeeze', { axes: [0] }, [3, 1], /needs 3 elements/],
    ['unsqueeze', { axes: [3] }, [3, 4], /axes\[0\]: got 3/],
    ['unsqueeze', { axes: [0, 0] }, [3, 4], /shape\[3\]: got undefined/],
    ['softmax', { axis: 2 }, [3, 4], /axis: got 2/],
    ['reduce', { reduction: 'sum', axes: [1, -1] }, [3, 4], /needs different axes/],
    ['concat', { axis: -3 }, [3, 4], /axis: got -3/],
    ['pad', { before: [1], after: [1, 1] }, [3, 4], /before: got \[1\], needs 2 numbers/],
    ['batchNormalization', {}, [3], /at least two axes/],
  ];
  test.each(wrong)('and refuses %s %j of [%s]', (kind, init, shape, message) => {
    const description = describing(shape, { kind, init } as ModelNode);
    expect(() => graphOf(description)).toThrow(InvalidArgumentError);
    expect(() => graphOf(description)).toThrow(message);
  });

  test('and says that a scale gives no whole size', () => {
    const description = describing([1, 1, 3, 4], { kind: 'resize2d', init: { scales: [1.5, 1] } });
    expect(() => graphOf(description)).toThrow(UnsupportedError);
  });
});

describe('graphOf takes sizes that a file leaves open', () => {
  const open = describing([null, 3, null], { kind: 'activation', init: { activation: 'relu' } });

  test('from inputShapes, the batch as 1 without', () => {
    expect(shapeIn(open, { inputShapes: { x: [2, 3, 4] } })).toEqual([2, 3, 4]);
    const batch = describing([null, 3], { kind: 'activation', init: { activation: 'relu' } });
    expect(shapeIn(batch)).toEqual([1, 3]);
  });

  test.each([undefined, [2, 4, 4], [2, 3]])('and refuses %j', (given) => {
    const options = given && { inputShapes: { x: given } };
    expect(() => graphOf(open, options)).toThrow(/inputShapes\.x: got .* needs \[any, 3, any\]/);
  });
});

test('graphOf refuses a value that nothing before it makes', () => {
  const description = describing([3], { kind: 'activation', init: { activation: 'relu' } });
  const outputs = [{ name: 'y', value: 'z' }];
  expect(() => graphOf({ ...description, outputs })).toThrow(/description: got 'z'/);
});

test('every convolution has the accuracy asked for', () => {
  const convolution = (kind: 'conv1d' | 'conv2d', rank: number): ModelDescription => {
    const shape = Array(rank).fill(1);
    const description = describing(shape, { kind, init: {} });
    const [node] = description.nodes;
    const weights = [{ name: 'w', shape, data: new Float32Array(1) }];
    return { ...description, weights, nodes: [{ ...node, inputs: { input: 'x', filter: 'w' } }] };
  };
  for (const description of [convolution('conv1d', 3), convolution('conv2d', 4)]) {
    expect(graphOf(description, { accuracy: 'strict' }).nodes[0].init).toMatchObject({ accuracy: 'strict' });
  }
});

describe.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
  'a file whose values are called %s',
  (name) => {
    /** Names of the graph's inputs, constants and outputs. */
    function namesIn(description: ModelDescription) {
      const { nodes, outputs } = graphOf(description, {});
      const values = nodes.flatMap((node) => Object.values(node.inputs)).map(rootOf);
      const named = (type: string) =>
        values.filter(({ source }) => source.type === type).map((value) => value.name);
      return { inputs: named('input'), weights: named('constant'), outputs: Object.keys(outputs) };
    }

    test('is read from ONNX', () => {
      const [weight, output] = [`${name}.w`, `${name}.y`];
      for (const [x, w, y] of [
        [name, weight, output],
        ['x', name, output],
        ['x', weight, name],
      ]) {
        const file = onnxFile({
          nodes: [{ op: 'Add', inputs: [x, w], outputs: [y], name }],
          weights: { [w]: floats([2], [1, 2]) },
          inputs: { [x]: ['n', 2] },
          outputs: [y],
        });
        expect(namesIn(readOnnx(file))).toEqual({ inputs: [x], weights: [w], outputs: [y] });
      }
    });

    test('is read from a graph model', () => {
      const [weight, output] = [`${name}.w`, `${name}.y`];
      for (const [x, w, y] of [
        [name, weight, output],
        ['x', name, output],
        ['x', weight, name],
      ]) {
        const nodes = [graphNode('Placeholder', x, [], shapeAttribute(-1, 2)), graphNode('AddV2', y, [x, w])];
        const signature = { outputs: { [name]: { name: y } } };
        const { json, bytes } = graphFile(nodes, { [w]: { shape: [2] } }, { signature });
        const description = readTfjsGraphModel(JSON.stringify(json), bytes);
        expect(namesIn(description)).toEqual({ inputs: [x], weights: [w], outputs: [name] });
      }
    });

    test('is read from a layers model', () => {
      const config = { name, units: 2, batch_input_shape: [null, 2], use_bias: false };
      const layers = [{ class_name: 'Dense', config }];
      const weights = [{ name: `${name}/kernel`, shape: [2, 2], dtype: 'float32' }];
      const modelTopology = { class_name: 'Sequential', config: { layers } };
      const json = { modelTopology, weightsManifest: [{ paths: ['w'], weights }] };
      const description = readTfjsLayersModel(JSON.stringify(json), new Uint8Array(16));
      expect(namesIn(description)).toEqual({
        inputs: ['input'],
        weights: [`${name}/weight`],
        outputs: [name],
      });
    });

    test('keeps a size that the caller gives', () => {
      const relu = {
        name,
        kind: 'activation',
        init: { activation: 'relu' },
        inputs: { input: name },
        output: 'y',
      };
      const description: ModelDescription = {
        inputs: [{ name, shape: [null, null] }],
        weights: [],
        nodes: [relu as ModelNode],
        outputs: [{ name: 'y', value: 'y' }],
      };
      expect(shapeIn(description, { inputShapes: { [name]: [3, 4] } })).toEqual([3, 4]);
    });
  },
);
