/** The views of the app, in the order of its navigation. */
export const VIEWS = ['live', 'inside', 'learn', 'models', 'bench'] as const;
export type ViewName = (typeof VIEWS)[number];

/** The app's address: `#/view/part?key=value`. */
export interface Route {
  readonly view: ViewName;
  /** Follows the view's name, such as the number of a lesson. */
  readonly part: string;
  readonly parameters: URLSearchParams;
}

const LONGEST_HASH = 4000;

/** Reads a location hash. A part that can't be read is left out and named in `problems`. */
export function parseRoute(hash: string): { route: Route; problems: string[] } {
  const home = { view: VIEWS[0], part: '', parameters: new URLSearchParams() };
  if (hash.length > LONGEST_HASH) return { route: home, problems: ['length'] };
  const [path, query = ''] = hash.replace(/^#?\/?/, '').split('?', 2);
  const [name, part = ''] = path.split('/');
  const view = VIEWS.find((known) => known === name);
  if (!view) return { route: home, problems: name === '' ? [] : ['view'] };
  return { route: { view, part, parameters: new URLSearchParams(query) }, problems: [] };
}

/** The hash of a route; `parseRoute` reads it back. */
export function formatRoute(view: ViewName, part = '', parameters?: URLSearchParams): string {
  const query = parameters?.toString();
  return `#/${view}${part && `/${part}`}${query ? `?${query}` : ''}`;
}
