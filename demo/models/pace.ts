import type { Text } from '../text/index.ts';
import { printFixed } from '../ui/number.ts';
import type { Readings } from '../ui/readings.ts';
import type { Pace } from './network_runner.ts';

/** Shows the time per frame and the frame rate. */
export function showPace(
  { models: t }: Text,
  figures: Pick<Readings<keyof Text['models']['pace']>, 'show'>,
  { milliseconds, framesPerSecond }: Pace,
): void {
  figures.show('time', t.milliseconds(printFixed(milliseconds, 0)));
  figures.show('rate', framesPerSecond === undefined ? '–' : printFixed(framesPerSecond, 1));
}
