import type { Context } from '../app/context.ts';
import { fill, h } from '../app/dom.ts';
import { button } from '../ui/controls.ts';
import { PublishedFileError } from './published.ts';

/** Fetches files. Shows in `status` that they are loading, and if they are missing, how to get them and a button to retry. */
export async function awaitPublished<T>(
  { text, lifetime }: Context,
  status: HTMLElement,
  fetchFiles: () => Promise<T>,
): Promise<T | undefined> {
  const t = text.models.files;
  for (;;) {
    fill(status, t.loading);
    try {
      const files = await fetchFiles();
      fill(status);
      return lifetime.isOver ? undefined : files;
    } catch (error) {
      if (lifetime.isOver) return undefined;
      if (!(error instanceof PublishedFileError)) throw error;
      await new Promise<void>((resolve) => {
        const again = button(t.again, resolve);
        fill(
          status,
          t.missing,
          ' ',
          h('code', {}, 'npm ci --prefix .tools/published'),
          h('span', { class: 'caption' }, ` ${error.message} `),
          again,
        );
        lifetime.onEnd(resolve);
      });
      if (lifetime.isOver) return undefined;
    }
  }
}
