/** Of the database that holds what was kept. */
export const NAME = 'inkling';
