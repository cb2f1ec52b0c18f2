Page({ data: { files: [{ url: '/images/one.svg' }, { url: '/images/two.svg', loading: true }, { url: '/images/one.svg', error: true }] } })
