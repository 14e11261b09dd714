import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.webm': 'video/webm',
};

/** The media type of a file by its name. */
export function contentType(name: string): string {
  return TYPES[path.extname(name)] ?? 'application/octet-stream';
}

/**
 * Serves a folder's files below `prefix` (such as `/a/b/`) on a loopback port that the system picks, as a plain file host
 * does: nothing else is there.
 */
export async function serveFiles(
  folder: string,
  prefix: string,
): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(async ({ url = '' }, response) => {
    const { pathname } = new URL(url, 'http://localhost');
    const name = pathname === prefix ? 'index.html' : pathname.slice(prefix.length);
    const content =
      pathname.startsWith(prefix) && (await readFile(path.join(folder, name)).catch(() => undefined));
    if (content) response.setHeader('Content-Type', contentType(name));
    response.writeHead(content ? 200 : 404).end(content || undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${prefix}`,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
