import { h } from '../app/dom.ts';
import { type ColorPlanes, grabPlanes, penOf, planesOf } from '../sources/planes.ts';
import { drawScene } from '../sources/scene.ts';

/** Longest side of the lessons' pictures, in pixels. */
const LONGEST = 112;

/** The built-in scene as planes. */
export function scenePlanes(): ColorPlanes {
  const pen = penOf(LONGEST, Math.round(LONGEST * 0.75));
  drawScene(pen, LONGEST, LONGEST * 0.75, 3);
  return planesOf(pen);
}

/** A file field. Passes the picture, reduced, to `onPicture`. */
export function pictureField(label: string, onPicture: (planes: ColorPlanes) => void): HTMLElement {
  const field = h('input', { type: 'file', accept: 'image/*', class: 'visually-hidden' });
  field.addEventListener('change', async () => {
    const file = field.files?.[0];
    if (!file) return;
    const bitmap = await createImageBitmap(file);
    onPicture(grabPlanes(bitmap, bitmap, LONGEST));
    bitmap.close();
  });
  return h('label', { class: 'button file-button' }, label, field);
}
