import type { Context } from '../../app/context.ts';
import { fill, h } from '../../app/dom.ts';
import { credit } from '../../models/credit.ts';
import { awaitPublished } from '../../models/missing.ts';
import { figure, part } from '../prose.ts';
import { Digits } from './digit_data.ts';
import { inspector } from './inspector.ts';
import { Training } from './training.ts';
import { trainingPanel } from './training_panel.ts';

/** The digit part of lesson 7: live training and inspection. */
export function digitParts(context: Context): Node[] {
  const t = context.text.learn.digits;
  const status = h('p', { class: 'reading', role: 'status' });
  const [panel, network] = [figure('digits', status), figure('network')];
  const begin = async () => {
    if (!(await context.gpu.device())) {
      status.textContent = t.needsGpu;
      return;
    }
    const digits = await awaitPublished(context, status, () => Digits.fetch());
    if (!digits) return;
    const training = new Training(context, digits);
    fill(panel, ...trainingPanel(context, training), credit(context, 'digits'));
    fill(network, ...inspector(context, digits, training));
  };
  void begin();
  return [part(t.title, t.body, panel), part(t.networkTitle, t.networkBody, network)];
}
