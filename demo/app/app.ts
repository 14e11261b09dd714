import { BenchHost } from '../bench/bench_host.ts';
import { bench } from '../bench/view.ts';
import { inside } from '../inside/view.ts';
import { learn } from '../learn/view.ts';
import { live } from '../live/view.ts';
import { models } from '../models/view.ts';
import { SourceHost } from '../sources/source_host.ts';
import { type Text, texts } from '../text/index.ts';
import { Address } from './address.ts';
import type { Context, View } from './context.ts';
import { Convolver } from './convolver.ts';
import { fill, h } from './dom.ts';
import { GpuHost } from './gpu.ts';
import { Lifetime } from './lifetime.ts';
import { loadPreferences, savePreferences } from './preferences.ts';
import { formatRoute, parseRoute, type Route, type ViewName } from './route.ts';
import { bar } from './shell.ts';

const views: Readonly<Record<ViewName, View>> = { live, inside, learn, models, bench };

/** The page: its header, its notice, and one view at a time. */
export class App {
  readonly #body: HTMLElement;
  readonly #preferences = loadPreferences();
  readonly #gpu = new GpuHost();
  readonly #convolver = new Convolver(this.#gpu);
  readonly #sources = new SourceHost();
  readonly #bench = new BenchHost();
  readonly #header = h('header');
  readonly #notice = h('div', { role: 'status' });
  readonly #main = h('main', { id: 'main', tabindex: -1 });
  #lifetime = new Lifetime();
  readonly #address = new Address();

  constructor(body: HTMLElement) {
    this.#body = body;
  }

  start(): void {
    this.#body.append(this.#header, this.#notice, this.#main);
    addEventListener('hashchange', () => this.#follow());
    addEventListener('pagehide', () => this.#address.settle());
    this.#draw();
  }

  get #text(): Text {
    return texts[this.#preferences.language];
  }

  /** Draws the view that the address names, unless it is shown already. */
  #follow(): void {
    if (!this.#address.hasMoved) return;
    this.#address.forget();
    this.#draw();
    this.#main.focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  #draw(): void {
    this.#address.settle();
    const { route, problems } = parseRoute(location.hash);
    document.documentElement.lang = this.#text.languageTag;
    document.documentElement.dataset.theme = this.#preferences.theme;
    this.#lifetime.end();
    this.#lifetime = new Lifetime();
    fill(this.#notice);
    if (problems.length > 0) this.#notify(this.#text.shell.badLink(problems));
    this.#drawBar(route);
    document.title = `${this.#text.shell.views[route.view]} · webgpu-conv`;
    this.#main.className = `view-${route.view}`;
    fill(this.#main);
    views[route.view](this.#main, this.#context(route));
  }

  #context(route: Route): Context {
    return {
      text: this.#text,
      gpu: this.#gpu,
      convolver: this.#convolver,
      sources: this.#sources,
      bench: this.#bench,
      route,
      lifetime: this.#lifetime,
      setParameters: (parameters) => this.#address.write(formatRoute(route.view, route.part, parameters)),
      notify: (sentence) => this.#notify(sentence),
    };
  }

  #drawBar(route: Route): void {
    const redraw = () => {
      savePreferences(this.#preferences);
      this.#draw();
    };
    fill(this.#header, ...bar(this.#text, route.view, this.#preferences, redraw));
  }

  #notify(sentence: string): void {
    const close = h('button', { class: 'button quiet', type: 'button' }, this.#text.shell.dismiss);
    close.addEventListener('click', () => fill(this.#notice));
    fill(this.#notice, h('p', { class: 'notice' }, sentence, close));
  }
}
