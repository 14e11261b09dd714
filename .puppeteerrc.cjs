// `npm start` and `npm run check` need no browser, so installing packages downloads none;
// `npm test` looks for one and installs it only where it finds none.
module.exports = { skipDownload: true };
