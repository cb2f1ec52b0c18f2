Page({ data: { visible: false }, open() { this.setData({ visible: true }) } })
