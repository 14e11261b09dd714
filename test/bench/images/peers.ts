import { blurPeer, svgPeer } from './canvas.ts';
import type { ImagePeer } from './contest.ts';
import { naivePeer } from './naive.ts';
import { openCvPeer } from './opencv.ts';

/** Who filters pictures in a page besides us. */
export async function loadImagePeers(device: GPUDevice): Promise<Record<string, ImagePeer>> {
  return {
    'simple pass': naivePeer(device),
    opencv: await openCvPeer(),
    'canvas blur': blurPeer,
    svg: svgPeer,
  };
}
