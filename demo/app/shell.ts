import { languages, type Text, texts } from '../text/index.ts';
import { h } from './dom.ts';
import { type Preferences, THEMES } from './preferences.ts';
import { formatRoute, VIEWS, type ViewName } from './route.ts';

/** The header's contents: the skip link, the logo, the views and the preferences. */
export function bar(text: Text, current: ViewName, preferences: Preferences, redraw: () => void): Node[] {
  const skip = h('a', { class: 'skip-link', href: '#main' }, text.shell.skip);
  skip.addEventListener('click', (event) => {
    event.preventDefault(); // the hash is the app's state
    document.getElementById('main')?.focus();
  });
  return [
    skip,
    h('div', { class: 'bar' }, brand(), navigation(text, current), controls(text, preferences, redraw)),
  ];
}

function brand(): HTMLElement {
  const cells = Array.from({ length: 9 }, () => h('i'));
  const mark = h('span', { class: 'brand-mark', 'aria-hidden': 'true' }, ...cells);
  return h('a', { class: 'brand', href: formatRoute(VIEWS[0]) }, mark, 'webgpu-conv');
}

function navigation(text: Text, current: ViewName): HTMLElement {
  const items = VIEWS.map((view) => {
    const isCurrent = view === current;
    const link = { href: formatRoute(view), 'aria-current': isCurrent ? 'page' : undefined };
    return h('li', {}, h('a', link, text.shell.views[view]));
  });
  return h('nav', { 'aria-label': text.shell.navigation }, h('ul', {}, ...items));
}

function controls(text: Text, preferences: Preferences, redraw: () => void): HTMLElement {
  const other = languages.find((language) => language !== preferences.language)!;
  const language = h(
    'button',
    { class: 'button quiet', type: 'button', lang: other },
    texts[other].languageName,
  );
  language.addEventListener('click', () => {
    preferences.language = other;
    redraw();
  });
  const theme = h('select', { 'aria-label': text.shell.theme, class: 'button quiet' });
  for (const name of THEMES) {
    theme.append(h('option', { value: name, selected: name === preferences.theme }, text.shell.themes[name]));
  }
  theme.addEventListener('change', () => {
    preferences.theme = THEMES[theme.selectedIndex];
    redraw();
  });
  return h('div', { class: 'preferences' }, language, theme);
}
