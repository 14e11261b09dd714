/** Displayed names of the lessons' filters. */
export const filters = {
  vertical: 'Vertical edges',
  horizontal: 'Horizontal edges',
  'sobel-x': 'Sobel x',
  'sobel-y': 'Sobel y',
  box: 'Box blur',
  sharpen: 'Sharpen',
  laplacian: 'Laplacian',
  emboss: 'Emboss',
  gaussian: 'Gaussian',
  identity: 'Identity',
};
