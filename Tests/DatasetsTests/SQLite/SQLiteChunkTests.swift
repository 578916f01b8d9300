import Models
import Testing

@testable import Datasets

@Suite("Rows that are read of SQLite at a time")
struct SQLiteChunkTests {
  @Test("are as many as the largest batch of a process model, which knows nothing of SQLite")
  func largestBatch() {
    #expect(SQLiteChunk.mostRows == ProcessPage.largestBatch)
    #expect(SQLiteChunk(slots: 1).capacity == ProcessPage.largestBatch)
  }
}
