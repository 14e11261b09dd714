/** Weights or digits that somebody else published are not where the page expects them. */
export class PublishedFileError extends Error {
  override readonly name = 'PublishedFileError';
}

/** A published file's bytes; the demo's server takes them from npm packages. @throws PublishedFileError */
export async function fetchPublished(name: string): Promise<ArrayBuffer> {
  try {
    const response = await fetch(new URL(`published/${name}`, document.baseURI));
    if (response.ok) return await response.arrayBuffer();
    throw new Error(response.status === 503 ? await response.text() : `${response.status}`);
  } catch (error) {
    throw new PublishedFileError(`${name}: ${error instanceof Error ? error.message : error}`);
  }
}

/** The same as JSON. @throws PublishedFileError */
export async function fetchPublishedJson(name: string): Promise<unknown> {
  const bytes = await fetchPublished(name);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new PublishedFileError(`${name}: not JSON`); // such as a host's own page for what it lacks
  }
}
