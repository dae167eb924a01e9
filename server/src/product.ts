/** The version in package.json; a test compares the two. */
export const version = '0.1.0';
/** Where bugs are reported. */
export const issues = 'https://github.com/drydock/django-drydock/issues';
