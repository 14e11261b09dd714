// WebGPU's flags by name, with the specification's values: the globals GPUBufferUsage, GPUTextureUsage, GPUMapMode and
// GPUShaderStage do not exist in Node.

export const BUFFER_USAGE = {
  MAP_READ: 0x0001,
  COPY_SRC: 0x0004,
  COPY_DST: 0x0008,
  STORAGE: 0x0080,
  QUERY_RESOLVE: 0x0200,
} as const;

export const TEXTURE_USAGE = {
  COPY_SRC: 0x01,
  COPY_DST: 0x02,
  TEXTURE_BINDING: 0x04,
  RENDER_ATTACHMENT: 0x10,
} as const;

export const MAP_MODE = { READ: 0x1 } as const;

export const SHADER_STAGE = { COMPUTE: 0x4 } as const;
