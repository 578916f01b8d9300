extension CurlTransfer {
  /// Options by the numbers of curl.h: numbers below 10,000, then pointers, functions from 20,000 on.
  enum Option: Int32 {
    case infileSize = 14
    case verbose = 41
    case noProgress = 43
    case serverResponseTimeout = 112
    case useSSL = 119
    case noSignal = 99
    case upload = 46
    case post = 47
    case followLocation = 52
    case postFieldSize = 60
    case forbidReuse = 75
    case httpVersion = 84
    case verifyPeer = 64
    case verifyHost = 81
    case timeoutMilliseconds = 155
    case connectTimeoutMilliseconds = 156
    case protocols = 181
    /// As words; libcurl before 7.85 has the number alone.
    case protocolNames = 10_318
    case readData = 10_009
    case url = 10_002
    case proxy = 10_004
    case errorBuffer = 10_010
    case postFields = 10_015
    case httpHeader = 10_023
    case headerData = 10_029
    case writeData = 10_001
    case caInfo = 10_065
    case userName = 10_173
    case password = 10_174
    case mailFrom = 10_186
    case mailRecipients = 10_187
    case loginOptions = 10_224
    case progressData = 10_057
    case debugData = 10_095
    case progressFunction = 20_219
    case readFunction = 20_012
    case debugFunction = 20_094
    case writeFunction = 20_011
    case headerFunction = 20_079
  }

  /// What a transfer may speak, by its name and its bit in the number that earlier libraries take.
  enum Scheme: String {
    case https, smtp, smtps

    var bit: Int {
      switch self {
      case .https: 1 << 1
      case .smtp: 1 << 16
      case .smtps: 1 << 17
      }
    }
  }
}
