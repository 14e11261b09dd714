import type { Lifetime } from '../app/lifetime.ts';

/** Says whether an element is in view, now and whenever that changes. */
export function whileInView(
  element: Element,
  lifetime: Lifetime,
  onChange: (isInView: boolean) => void,
): void {
  const observer = new IntersectionObserver((entries) => onChange(entries.at(-1)!.isIntersecting));
  observer.observe(element);
  lifetime.onEnd(() => observer.disconnect());
}
