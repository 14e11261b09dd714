import { h } from '../app/dom.ts';
import type { Lifetime } from '../app/lifetime.ts';

/** A file field that looks like a button, for a picture. */
export function pictureButton(label: string, onPicture: (picture: ImageBitmap) => void): HTMLElement {
  return fileButton(label, 'image/*', async (file) => {
    const bitmap = await readPicture(file);
    if (bitmap) onPicture(bitmap);
  });
}

/** A file field that looks like a button. */
export function fileButton(label: string, accept: string, onFile: (file: File) => void): HTMLElement {
  const field = h('input', { type: 'file', accept, class: 'visually-hidden' });
  field.addEventListener('change', () => {
    const [file] = field.files ?? [];
    field.value = '';
    if (file) onFile(file);
  });
  return h('label', { class: 'button file-button' }, label, field);
}

/** Calls `onPicture` with pictures dropped on an element. */
export function dropPictures(
  element: HTMLElement,
  { signal }: Lifetime,
  onPicture: (picture: ImageBitmap) => void,
): void {
  element.addEventListener('dragover', (event) => event.preventDefault(), { signal });
  const drop = async (event: DragEvent) => {
    event.preventDefault();
    const [file] = event.dataTransfer?.files ?? [];
    const bitmap = file && (await readPicture(file));
    if (bitmap) onPicture(bitmap);
  };
  element.addEventListener('drop', (event) => void drop(event), { signal });
}

/** A picture file's pixels, or undefined if it is not a picture. */
function readPicture(file: File): Promise<ImageBitmap | undefined> {
  return createImageBitmap(file).catch(() => undefined);
}
