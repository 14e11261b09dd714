// A process of its own, since a Vulkan driver that doesn't fit may crash: prints the adapter as JSON, or null.
import { createDawn } from './dawn.ts';
import { probeAdapter } from './lane-info.ts';

const { gpu } = await createDawn();
console.log(JSON.stringify(await probeAdapter(gpu)));
process.exit();
