/** Where the dev server serves the peers' packages. */
export const PEERS_URL = '/test/peers/node_modules';

/** Runs a classic script of a peer's package. */
export async function loadScript(path: string): Promise<void> {
  const script = document.createElement('script');
  script.src = `${PEERS_URL}/${path}`;
  await new Promise((resolve, reject) => {
    script.onload = resolve;
    script.onerror = () => reject(new Error(`${path} did not load: run npm run bench, which installs it`));
    document.head.append(script);
  });
}

/** What a script has set. */
export function globalNamed<T>(name: string): T {
  return (globalThis as unknown as Record<string, T>)[name];
}

/** Imports a module of a peer's package. */
export function loadModule<T>(path: string): Promise<T> {
  return import(/* @vite-ignore */ `${PEERS_URL}/${path}`);
}
