Page({ data: { show: false }, open() { this.setData({ show: true }) } })
