import type { Lifetime } from '../app/lifetime.ts';

/** Calls `onChange` now and whenever an element enters or leaves the view. */
export function whileInView(
  element: Element,
  lifetime: Lifetime,
  onChange: (isInView: boolean) => void,
): void {
  const observer = new IntersectionObserver((entries) => onChange(entries.at(-1)!.isIntersecting));
  observer.observe(element);
  lifetime.onEnd(() => observer.disconnect());
}
