Page({ data: { list: ['/images/one.svg', '/images/two.svg', '/images/one.svg'] } })
