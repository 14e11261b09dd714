import { createServer, type Plugin } from 'vite';
import { published } from '../../.tools/published.mjs';

/** A vite dev server of the test's own. */
export interface TestServer {
  /** Such as `http://127.0.0.1:40123`, with no slash at its end. */
  url: string;
  close(): Promise<void>;
}

/**
 * Serves a folder (default: the whole repository) with vite on a loopback port that the system picks.
 * Nothing is watched or reloaded: a page stays as the test loaded it.
 */
export async function serve(root = '.', plugins: Plugin[] = []): Promise<TestServer> {
  const server = await createServer({
    root,
    configFile: 'vite.config.ts',
    plugins: [published(), ...plugins],
    logLevel: 'error',
    cacheDir: 'node_modules/.vite-test',
    optimizeDeps: { noDiscovery: true },
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
  });
  await server.listen();
  const url = new URL(server.resolvedUrls?.local[0] ?? '').origin;
  return { url, close: () => server.close() };
}
