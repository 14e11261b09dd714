import { App } from './app/app.ts';

new App(document.body).start();
