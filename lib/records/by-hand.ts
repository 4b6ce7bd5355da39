/** The source of what people say in these pages. */
export const BY_HAND = 'pages'
