import { isSoftwareAdapter } from '../../../src/gpu/device.ts';
import { blurPeer, svgPeer } from './canvas.ts';
import type { ImagePeer } from './contest.ts';
import { naivePeer, tiledBoxPeer } from './naive.ts';
import { openCvPeer } from './opencv.ts';

/** Who filters pictures in a page besides us. */
export async function loadImagePeers(device: GPUDevice): Promise<Record<string, ImagePeer>> {
  const isSoftware = isSoftwareAdapter(device.adapterInfo);
  return {
    'simple pass': naivePeer(device),
    'tiled box': tiledBoxPeer(device),
    opencv: await openCvPeer(),
    'canvas blur': blurPeer(isSoftware),
    svg: svgPeer(isSoftware),
  };
}
