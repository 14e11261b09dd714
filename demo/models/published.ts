/** A published file (weights, digits) is not where the page expects it. */
export class PublishedFileError extends Error {
  override readonly name = 'PublishedFileError';
}

/** A published file's bytes. The demo's server takes them from npm packages. @throws PublishedFileError */
export async function fetchPublished(name: string): Promise<ArrayBuffer> {
  try {
    const response = await fetch(new URL(`published/${name}`, document.baseURI));
    if (response.ok) return await response.arrayBuffer();
    throw new Error(response.status === 503 ? await response.text() : `${response.status}`);
  } catch (error) {
    throw new PublishedFileError(`${name}: ${error instanceof Error ? error.message : error}`);
  }
}

/** A published JSON file. @throws PublishedFileError */
export async function fetchPublishedJson(name: string): Promise<unknown> {
  const bytes = await fetchPublished(name);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new PublishedFileError(`${name}: not JSON`); // such as a host's own error page
  }
}
