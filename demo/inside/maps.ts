import { h } from '../app/dom.ts';
import type { Text } from '../text/index.ts';
import { MapPicture } from '../ui/picture.ts';
import type { Inspection } from './inspection.ts';
import { CHANNELS } from './state.ts';

/** The sums of each channel as pictures, and their combination: colors again, or one output of a layer. */
export function mapGallery(text: Text) {
  const t = text.inside;
  const channels = CHANNELS.map((name) => new MapPicture(text.learn.channels[name]));
  const shown = new MapPicture(t.shown);
  const layer = new MapPicture(t.layer);
  const gallery = (pictures: readonly MapPicture[]) =>
    h('div', { class: 'pictures' }, ...pictures.map(({ element }) => element));
  return {
    element: h(
      'div',
      { class: 'inside-maps' },
      h('h2', {}, t.maps),
      gallery(channels),
      h('h2', {}, t.outputs),
      gallery([shown, layer]),
    ),
    show({ outputs, layerOutput }: Inspection): void {
      outputs.forEach((map, index) => {
        channels[index].show(map, 'signed');
      });
      shown.showColor(outputs);
      layer.show(layerOutput, 'signed');
    },
  };
}
