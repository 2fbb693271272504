/** Where the real images lie that commands and stories read: INLAY_DATA, else beside the checkout, as in `training/`. */
export const DATA = process.env['INLAY_DATA'] ?? '../shared/data';
