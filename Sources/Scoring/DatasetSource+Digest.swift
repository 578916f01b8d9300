import Datasets
import Diagnostics
import Tabular

extension DatasetSource {
  /// Reads all rows and scores none. One thread: it happens when a file was touched and no row changed.
  func rowDigest(_ layout: Layout, _ watch: Watch) throws(Diagnostic) -> RowDigest {
    var digest = RowDigest()
    var batch = Batch(layout)
    var rejects = Rejects()
    for reader in try makeReaders(ReadPlan(layout: layout, readers: 1, digest: true)) {
      while try reader.claim() != nil {
        if let interruption = watch.interruption() { throw interruption }
        while try reader.fill(&batch, rejects: &rejects) > 0 { rejects.removeAll() }
        rejects.removeAll()
      }
      digest.add(reader.digest)
    }
    return digest
  }
}
