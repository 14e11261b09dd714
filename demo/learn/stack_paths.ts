import { tensor } from 'webgpu-conv';
import { createModel, GraphBuilder, gradients } from 'webgpu-conv/nn';
import { buildStack, type Stack } from './stack.ts';

/**
 * The weight of each pixel for one neuron of a stack's last layer, `[size, size]`: the gradient of that neuron with
 * respect to the picture, by the library's backward pass. It is 0 outside the receptive field.
 */
export async function weightOfPixels(
  device: GPUDevice,
  { size, layers }: Stack,
  [row, column]: readonly [number, number],
): Promise<Float32Array> {
  const graph = new GraphBuilder();
  const picture = graph.variable(new Float32Array(size * size), [1, 1, size, size], 'picture');
  const { output } = buildStack(graph, picture, layers);
  const wanted = graph.input('wanted', output.shape);
  // d/d output of Σ(output − wanted)² is 2(output − wanted): with output 0, wanted −½ makes it 1
  const loss = graph.squaredError(output, wanted, 'sum');
  const [slope] = gradients(graph, loss, [picture]);
  const side = output.shape[2];
  const asked = new Float32Array(side * side);
  asked[row * side + column] = -0.5;
  const model = await createModel(device, { nodes: graph.nodes, outputs: { slope } });
  const input = tensor(device, asked, output.shape);
  const made = model.run({ wanted: input });
  const weights = await made.slope.read();
  for (const one of [model, input, made.slope]) one.destroy();
  return weights;
}
