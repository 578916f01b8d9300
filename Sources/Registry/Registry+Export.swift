import Book
package import Diagnostics
import Foundation

extension Registry {
  /// Writes a version as a folder `NAME-NUMBER` inside another: artefact, `metadata.yaml`, `verify.csv`,
  /// `recorded.csv`, `profile.json` and `digests.json`. The same version gives the same bytes every time.
  ///
  /// Gives the folder's path. **Throws** where that folder stands already, and for a changed artefact.
  package func export(name: String, number: Int, into parent: String) throws(Diagnostic) -> String {
    let record = try record(name, number)
    guard let format = ArtefactFormat(rawValue: record.format) else {
      throw Diagnostic(
        .registryFormat, .failure, "\(record.reference) has a format that this version does not read",
        found: "'\(record.format)'", next: "Update scorebook.")
    }
    var files: [String: [UInt8]] = [:]
    files[VersionPackage.artefact(format)] = try book.artefacts.read(record.digest)
    if let digest = record.verification.casesDigest {
      files[VersionPackage.cases] = try book.artefacts.read(digest)
    }
    if let digest = record.recorded?.casesDigest {
      files[VersionPackage.recorded] = try book.artefacts.read(digest)
    }
    let profile = try book.trainingProfile(model: name, number: number)
    do {
      if let profile {
        files[VersionPackage.profile] = Array((try RecordJSON.text(profile, pretty: true) + "\n").utf8)
      }
      let metadata = MetadataText.text(
        of: record, hasCases: files[VersionPackage.cases] != nil, hasProfile: profile != nil)
      files[VersionPackage.metadata] = Array(metadata.utf8)
      let manifest = VersionPackage(
        layout: 1, model: name, number: number, format: format, fileName: record.fileName,
        files: files.mapValues { ContentDigest.sha256($0) }, verification: record.verification.state,
        recorded: record.recorded, metadataDigest: record.metadataDigest, origin: record.origin,
        service: record.service,
        registeredAt: record.registeredAt, registeredBy: record.registeredBy)
      files[VersionPackage.manifest] = Array((try RecordJSON.text(manifest, pretty: true) + "\n").utf8)
    } catch {
      throw Diagnostic(
        .registryExport, .failure, "\(record.reference) can't be written down", found: "\(error)")
    }
    return try write(files, to: "\(parent)/\(name)-\(number)")
  }

  /// All files under another name first: the folder is there whole or not at all.
  private func write(_ files: [String: [UInt8]], to folder: String) throws(Diagnostic) -> String {
    func failure(_ path: String, _ reason: String) -> Diagnostic {
      Diagnostic(
        .registryExport, .failure, at: .init(file: path), "the version can't be exported", found: reason)
    }
    guard !FileManager.default.fileExists(atPath: folder) else {
      throw Diagnostic(
        .registryExport, .configuration, at: .init(file: folder), "the folder stands already",
        next: "Remove it, or export to another place.")
    }
    let temporary = "\(folder).\(getpid()).part"
    do {
      try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: true)
      for name in files.keys.sorted() {
        try FileBytes.replace("\(temporary)/\(name)", with: files[name] ?? [], mode: 0o644) { path, code in
          failure(path, String(cString: strerror(code)))
        }
      }
      guard rename(temporary, folder) == 0 else { throw failure(folder, String(cString: strerror(errno))) }
    } catch {
      try? FileManager.default.removeItem(atPath: temporary)
      throw error as? Diagnostic ?? failure(folder, (error as NSError).localizedDescription)
    }
    return folder
  }
}
