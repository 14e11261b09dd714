import { describe, expect, test } from 'vitest';
import { type Face, intersectionOverUnion } from '../../src/nn/index.ts';
import { lane } from './lane.ts';

describe("face-api's tiny face detector through our layers", () => {
  // face-api's own sample photographs
  test.each(['sample1.jpg', 'sample4.jpg'])('finds the faces that face-api finds, %s', async (photo) => {
    const { ours, theirs } = await lane.call<{ ours: Face[]; theirs: Face[] }>('detectFaces', photo, 224);
    expect(theirs.length).toBeGreaterThan(0);
    expect(ours.length).toBe(theirs.length);
    theirs.forEach((face, index) => {
      // chosen by hand: the test asks whether both find the same faces; other tests bound each layer's error
      expect(intersectionOverUnion(ours[index], face)).toBeGreaterThanOrEqual(0.95);
      expect(Math.abs(ours[index].score - face.score)).toBeLessThanOrEqual(0.01);
    });
  });
});
