const options = values => values.map(label => ({ label, value: label }))
Page({
  data: { visible: false, cities: options(['北京市', '上海市', '广州市', '深圳市', '杭州市', '成都市']), years: options(['2020年', '2021年', '2022年', '2023年']) },
  open() { this.setData({ visible: true }) },
})
