import { callRegistered } from './page/registry.ts';

// every file in page/ registers its functions as it loads
import.meta.glob('./page/*.ts', { eager: true });

declare global {
  interface Window {
    /** How `inPage()` reaches the functions registered in this page. */
    callRegistered: typeof callRegistered;
  }
}

window.callRegistered = callRegistered;
