"""Which names of schema.org mean the same to a search engine: the families that its rules speak of.

Only types that people really write are listed. A type that stands in no list is judged by no rule.
"""

from __future__ import annotations

__all__ = [
    "APPLICATIONS",
    "ARTICLES",
    "LISTS",
    "LOCAL_BUSINESSES",
    "ORGANISATIONS",
    "PERSONS",
    "PRODUCTS",
    "REVIEWABLE",
    "REVIEWS",
    "UNREVIEWABLE",
]

PRODUCTS = frozenset({
    "Product", "IndividualProduct", "ProductModel", "ProductGroup", "ProductCollection", "SomeProducts", "Drug",
    "DietarySupplement", "Vehicle", "Car", "Motorcycle",
})  # fmt: skip

APPLICATIONS = frozenset({"SoftwareApplication", "WebApplication", "MobileApplication", "VideoGame"})

REVIEWS = frozenset({"Review", "UserReview", "CriticReview", "Recommendation"})

PERSONS = frozenset({"Person", "Patient"})

LOCAL_BUSINESSES = frozenset({
    "LocalBusiness", "AnimalShelter", "AutomotiveBusiness", "AutoDealer", "AutoRepair", "ChildCare", "Dentist",
    "DryCleaningOrLaundry", "EmergencyService", "EmploymentAgency", "EntertainmentBusiness", "FinancialService",
    "AccountingService", "BankOrCreditUnion", "InsuranceAgency", "FoodEstablishment", "Bakery", "BarOrPub", "Brewery",
    "CafeOrCoffeeShop", "FastFoodRestaurant", "IceCreamShop", "Restaurant", "Winery", "HealthAndBeautyBusiness",
    "BeautySalon", "DaySpa", "HairSalon", "HealthClub", "NailSalon", "HomeAndConstructionBusiness", "Electrician",
    "GeneralContractor", "HVACBusiness", "Locksmith", "MovingCompany", "Plumber", "RoofingContractor", "LegalService",
    "Attorney", "Notary", "Library", "LodgingBusiness", "Hotel", "Hostel", "Motel", "Resort", "BedAndBreakfast",
    "VacationRental", "MedicalBusiness", "MedicalClinic", "Pharmacy", "Physician", "ProfessionalService",
    "RealEstateAgent", "SelfStorage", "ShoppingCenter", "SportsActivityLocation", "ExerciseGym", "Store", "BookStore",
    "ClothingStore", "ComputerStore", "DepartmentStore", "ElectronicsStore", "Florist", "FurnitureStore",
    "GardenStore", "GroceryStore", "HardwareStore", "JewelryStore", "OnlineStore", "PetStore", "ShoeStore",
    "SportingGoodsStore", "ToyStore", "TouristInformationCenter", "TravelAgency",
})  # fmt: skip

ORGANISATIONS = LOCAL_BUSINESSES | {
    "Organization", "Airline", "Consortium", "Corporation", "EducationalOrganization", "CollegeOrUniversity", "School",
    "FundingScheme", "GovernmentOrganization", "LibrarySystem", "MedicalOrganization", "Hospital", "NGO",
    "NewsMediaOrganization", "OnlineBusiness", "OnlineMarketplace", "PerformingGroup", "MusicGroup", "Project",
    "ResearchOrganization", "SportsOrganization", "SportsTeam", "WorkersUnion",
}  # fmt: skip

ARTICLES = frozenset({
    "Article", "AdvertiserContentArticle", "BlogPosting", "LiveBlogPosting", "NewsArticle", "AnalysisNewsArticle",
    "OpinionNewsArticle", "ReportageNewsArticle", "ReviewNewsArticle", "Report", "ScholarlyArticle",
    "SocialMediaPosting", "TechArticle",
})  # fmt: skip

LISTS = ARTICLES | {
    "ItemList", "HowToSection", "OfferCatalog", "CollectionPage", "SearchResultsPage", "Blog", "WebPage", "AboutPage",
    "ItemPage", "FAQPage", "Collection", "ProfilePage", "BreadcrumbList", "DataFeed",
}  # fmt: skip
"""Pages, articles and lists: no single thing of which a reader could say how good it is."""

REVIEWABLE = (
    PRODUCTS
    | APPLICATIONS
    | ORGANISATIONS
    | {
        "Book", "Audiobook", "Course", "CourseInstance", "CreativeWorkSeason", "PodcastSeason", "RadioSeason",
        "TVSeason", "CreativeWorkSeries", "BookSeries", "MovieSeries", "Periodical", "PodcastSeries", "RadioSeries",
        "TVSeries", "VideoGameSeries", "Episode", "PodcastEpisode", "RadioEpisode", "TVEpisode", "Event",
        "BusinessEvent", "ComedyEvent", "DanceEvent", "EducationEvent", "Festival", "FoodEvent", "LiteraryEvent",
        "MusicEvent", "SaleEvent", "SocialEvent", "SportsEvent", "TheaterEvent", "Game", "HowTo", "MediaObject",
        "AudioObject", "ImageObject", "VideoObject", "Movie", "MusicPlaylist", "MusicAlbum", "MusicRecording", "Recipe",
    }
)  # fmt: skip

UNREVIEWABLE = frozenset({
    "Service", "BroadcastService", "CableOrSatelliteService", "FinancialProduct", "BankAccount",
    "CurrencyConversionService",
    "InvestmentOrDeposit", "LoanOrCredit", "PaymentCard", "PaymentService", "CreditCard", "FoodService",
    "GovernmentService", "TaxiService", "WebAPI", "Thing", "Intangible", "Person", "Place", "TouristAttraction", "City",
    "Country", "WebSite", "Brand", "Offer", "AggregateOffer", "CreativeWork", "SoftwareSourceCode", "JobPosting",
    "Occupation", "Action", "Question", "Answer", "Comment", "Rating",
})  # fmt: skip
"""Types that search engines show no review of, whatever it says."""
