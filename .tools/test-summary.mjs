// The closing lines of `npm test`.

/**
 * What was not tested, by the reason for it, the largest part first; last the count of tests.
 * @param {import('../test/harness/report.ts').Report} report
 * @returns {string[]}
 */
export function summarize({ passed, failed, skipped }) {
  const parts = Object.entries(skipped).sort(([, a], [, b]) => b.length - a.length);
  const count = parts.reduce((sum, [, names]) => sum + names.length, 0);
  const lines = parts.map(([reason, names]) => `${names.length}, such as "${names[0]}": ${reason}`);
  const notTested = count > 0 ? [`NOT TESTED: ${count} tests`, ...lines.map((line) => `  ${line}`)] : [];
  return [...notTested, `${passed} passed, ${failed} failed, ${count} skipped`];
}
