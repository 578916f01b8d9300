extension CycloneDXBill {
  /// The schema's own names; what is nil is left out.
  struct Content: Encodable {
    struct Metadata: Encodable {
      let timestamp: String?
      let tools: Tools
      let component: Component
    }

    struct Tools: Encodable { let components: [Component] }

    struct Component: Encodable {
      let type: String
      let bomRef: String?
      let name: String
      let version: String?
      var description: String?
      var hashes: [Hash]?
      var manufacturer: Organisation?
      var licenses: [LicenseChoice]?
      var pedigree: Pedigree?
      var tags: [String]?
      var properties: [Property]?
      var data: [Dataset]?
      var modelCard: ModelCard?

      init(type: String, bomRef: String?, name: String, version: String?) {
        self.type = type
        self.bomRef = bomRef
        self.name = name
        self.version = version
      }

      enum CodingKeys: String, CodingKey {
        case type
        case bomRef = "bom-ref"
        case name, version, description, hashes, manufacturer, licenses, pedigree, tags, properties, data,
          modelCard
      }
    }

    struct Hash: Encodable {
      var alg = "SHA-256"
      let content: String
    }

    struct Organisation: Encodable {
      let name: String
      let contact: [Contact]
    }

    struct Contact: Encodable {
      let name: String?
      let email: String?
    }

    struct LicenseChoice: Encodable { let license: License }

    /// One of `id` and `name`.
    struct License: Encodable {
      let id: String?
      let name: String?
      let url: String?
    }

    struct Pedigree: Encodable { let commits: [Commit] }
    struct Commit: Encodable { let uid: String }

    struct Property: Encodable {
      let name: String
      let value: String
    }

    struct Dependency: Encodable {
      let ref: String
      let dependsOn: [String]?
    }

    let schema: String
    let bomFormat: String
    let specVersion: String
    let serialNumber: String?
    let version: Int
    let metadata: Metadata
    let components: [Component]?
    let dependencies: [Dependency]

    enum CodingKeys: String, CodingKey {
      case schema = "$schema"
      case bomFormat, specVersion, serialNumber, version, metadata, components, dependencies
    }
  }
}
