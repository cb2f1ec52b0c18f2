Page({ data: { grids: [1, 2, 3].map(at => ({ text: '格子' + at, imgUrl: '/images/one.svg' })) } })
